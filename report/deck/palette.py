"""Colour tokens → theme colours of a deck: twelve slots, and every other token as a tint of one.

Nothing on a slide or chart names an RGB value (ISO/IEC 29500-1, 20.1.2.3.29 ``schemeClr``), so
restyling the theme restyles all. The tokens that have no slot of their own are expressed by
``hueOff``, ``satMod``, ``lumMod`` and ``lumOff`` of a slot near them, solved for the theme in use;
:func:`resolved` computes what such a colour comes to, for the contrast checks.
"""

from __future__ import annotations

import colorsys
from functools import lru_cache

from report.record import record, replace
from report.theme import Theme, contrast, mix

SLOTS: dict[str, str] = {
    "dk1": "ink",
    "lt1": "white",
    "dk2": "p900",
    "lt2": "paper",
    "accent1": "p700",
    "accent2": "p300",
    "accent3": "s700",
    "accent4": "s300",
    "accent5": "accent",
    "accent6": "sun",
    "hlink": "p500",
    "folHlink": "muted",
}
"""Theme slot → colour token (visual design, section 9)."""

_MAPPED = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
_OWN: dict[str, str] = {
    token: _MAPPED.get(slot, slot)
    for slot, token in SLOTS.items()
    if slot not in ("hlink", "folHlink")
}
_BASES: dict[str, str] = {
    "muted": "ink",
    "rule": "paper",
    "p500": "p700",
    "p100": "p300",
    "accent-h": "accent",
    "t700": "ink",
    "t300": "sun",
    "t100": "paper",
    "ramp0": "p300",
    "ramp1": "p300",
    "ramp2": "p700",
    "ramp3": "p700",
    "ramp4": "p900",
}
"""Token without a slot → token whose slot it is a tint of."""


@record
class SchemeColour:
    """A theme colour with its modifiers, in thousandths of a per cent (0: none)."""

    slot: str
    hue_off: int = 0
    """Sixty-thousandths of a degree."""
    sat_mod: int = 0
    lum_mod: int = 0
    lum_off: int = 0
    alpha: int = 0

    def xml(self) -> str:
        """``a:schemeClr`` as text; the prefix ``a`` must be declared around it."""
        inner = "".join(
            f'<a:{name} val="{value}"/>'
            for name, value in (
                ("hueOff", self.hue_off),
                ("satMod", self.sat_mod),
                ("lumMod", self.lum_mod),
                ("lumOff", self.lum_off),
                ("alpha", self.alpha),
            )
            if value
        )
        if inner:
            return f'<a:schemeClr val="{self.slot}">{inner}</a:schemeClr>'
        return f'<a:schemeClr val="{self.slot}"/>'


def scheme_colour(theme: Theme, token: str) -> SchemeColour:
    """The theme colour that stands for a token; ``KeyError`` for an unknown token."""
    return _scheme_colour(
        token,
        theme.colours[token],
        theme.colours[_BASES.get(token, token)],
    )


def colour_xml(theme: Theme, token: str) -> str:
    """``<a:schemeClr …/>`` of a token."""
    return _colour_xml(token, theme.colours[token], theme.colours[_BASES.get(token, token)])


def fill_xml(theme: Theme, token: str) -> str:
    """``<a:solidFill>`` of a token."""
    return f"<a:solidFill>{colour_xml(theme, token)}</a:solidFill>"


def tint(theme: Theme, base: str, value: str) -> SchemeColour:
    """A colour ``#RRGGBB`` as a tint of the slot of token ``base``, whose hue it takes."""
    return _tint(_OWN[base], value, theme.colours[base])


def ramp_tint(theme: Theme, position: float) -> SchemeColour:
    """The ridges' ramp at ``position`` (0 back … 1 front), between its five tokens."""
    place = _legible_place(theme, position)
    if abs(place - round(place)) < 1e-9:
        return scheme_colour(theme, f"ramp{round(place)}")
    red, green, blue = ramp_rgb(theme, position)
    value = f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"
    return tint(theme, _BASES[f"ramp{round(place)}"], value)


def veil_xml(theme: Theme, token: str, share: float) -> str:
    """``<a:solidFill>`` of a token laid over what is below it, ``share`` (0…1) opaque."""
    colour = replace(scheme_colour(theme, token), alpha=round(share * 100) * 1000)
    return f"<a:solidFill>{colour.xml()}</a:solidFill>"


def ramp_rgb(theme: Theme, position: float) -> tuple[float, float, float]:
    """Red, green, blue (0…1) of the ramp at ``position``."""
    place = _legible_place(theme, position)
    low = min(int(place), 3)
    return mix(theme, f"ramp{low}", f"ramp{low + 1}", place - low)


def _legible_place(theme: Theme, position: float) -> float:
    """Place on the ramp (0…4), moved off the middle tones that carry neither dark nor white.

    Labels stand on the ridges, so each ground must give one of the two 4.5 : 1 (WCAG 1.4.3).
    """
    place = max(0.0, min(1.0, position)) * 4
    for k in range(21):
        for tried in (place + k * 0.05, place - k * 0.05):
            low = min(int(tried), 3)
            ground = mix(theme, f"ramp{low}", f"ramp{low + 1}", tried - low)
            if 0 <= tried <= 4 and max(
                contrast(theme.rgb("white"), ground), contrast(theme.rgb("p900"), ground)
            ) >= 4.5:  # fmt: skip
                return tried
    return place


@lru_cache(maxsize=256)
def _colour_xml(token: str, value: str, base_value: str) -> str:
    return _scheme_colour(token, value, base_value).xml()


@lru_cache(maxsize=256)
def _scheme_colour(token: str, value: str, base_value: str) -> SchemeColour:
    if token in _OWN:
        return SchemeColour(_OWN[token])
    return _tint(_OWN[_BASES[token]], value, base_value)


@lru_cache(maxsize=256)
def _tint(slot: str, value: str, base_value: str) -> SchemeColour:
    hue, light, sat = _hls(value)
    base_hue, base_light, base_sat = _hls(base_value)
    colourful = sat * min(light, 1 - light)
    turn = (hue - base_hue + 0.5) % 1 - 0.5
    hue_off = round(turn * 360) * 60_000 if abs(turn) * colourful > 0.002 else 0
    sat_mod = 0
    if base_sat and abs(sat - base_sat) * min(light, 1 - light) > 0.008:
        sat_mod = round(sat / base_sat * 100) * 1000
    if light <= base_light:
        lum_mod = round(light / base_light * 100) * 1000
        return SchemeColour(slot, hue_off, sat_mod, 0 if lum_mod == 100_000 else lum_mod)
    keep = round((1 - light) / (1 - base_light) * 100)
    return SchemeColour(slot, hue_off, sat_mod, keep * 1000, (100 - keep) * 1000)


def _hls(value: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(int(value[k : k + 2], 16) / 255 for k in (1, 3, 5)))


def resolved(theme: Theme, token: str) -> tuple[float, float, float]:
    """Red, green, blue (0…1) that a presentation program shows for a token's theme colour."""
    colour = scheme_colour(theme, token)
    slots = {_MAPPED.get(slot, slot): name for slot, name in SLOTS.items()}
    return shown(colour, theme.colours[slots[colour.slot]])


def shown(colour: SchemeColour, base: str) -> tuple[float, float, float]:
    """Red, green, blue (0…1) of a scheme colour whose slot holds ``base`` (``#RRGGBB``)."""
    hue, light, sat = _hls(base)
    hue = (hue + colour.hue_off / 21_600_000) % 1
    if colour.sat_mod:
        sat = min(1.0, sat * colour.sat_mod / 100_000)
    if colour.lum_mod:
        light = min(1.0, light * colour.lum_mod / 100_000 + colour.lum_off / 100_000)
    return colorsys.hls_to_rgb(hue, light, sat)
