"""Adds the page *Bulletins* to Airflow's menu. Airflow executes this file by its path: keep it thin."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from bulletin_pages import app
from inspection.language import _


class BulletinsPlugin(AirflowPlugin):
    """The bulletins' pages under /bulletins, and their entry in the menu."""

    name = "bulletins"
    fastapi_apps = [{"app": app, "url_prefix": "/bulletins", "name": "Bulletins"}]  # noqa: RUF012
    # Airflow cuts a longer name off.
    # A relative address: Airflow's page resolves it against its own base, also behind a proxy's prefix.
    external_views = [  # noqa: RUF012
        {"name": _("Bulletins"), "href": "bulletins/", "destination": "nav", "url_route": "bulletins"}
    ]
