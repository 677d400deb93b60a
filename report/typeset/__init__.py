"""From runs of text and a measure to lines of placed glyphs; knows neither PDF nor PowerPoint."""
