"""The content systems of the town, one a module; ``ALL`` maps their keys to them."""

from . import (
    aspx,
    cloud,
    dede,
    empire,
    framed,
    gkml,
    jcms,
    jspmenu,
    layui,
    navonly,
    pboot,
    phpcms,
    press,
    siteserver,
    spa,
    splash,
    trs,
)
from .base import Family

MODULES = (trs, jcms, aspx, framed, spa, dede, pboot, siteserver, press, empire, layui, phpcms, jspmenu, gkml, splash)
ALL: dict[str, Family] = {m.FAMILY.key: m.FAMILY for m in (*MODULES, navonly, cloud)}
