"""双册 (Shuangce): one data source, two editions — a print brochure and an editable deck."""

__version__ = "0.1.0"
