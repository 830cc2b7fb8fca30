"""Pages that show bulletins (通报) inside Airflow, behind Airflow's own login."""

from bulletin_pages.app import app

__all__ = ["app"]
