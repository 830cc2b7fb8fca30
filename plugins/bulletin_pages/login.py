"""Who may read, and who may sign: as Airflow's own permissions say.

Whoever may see the DAG `publish_bulletin` may read bulletins and their evidence (Airflow's roles Viewer and above);
whoever may answer its approval may sign (User and above). Signing itself happens in Airflow, which checks again.

The token is Airflow's own (the `_token` cookie of its UI, or `Authorization: Bearer`), checked by its
auth manager: signature, expiry, audience and revocation.
"""

from __future__ import annotations

from fastapi import HTTPException, Request

from bulletin_pages.offices import chosen, names
from inspection.declared.office import load
from inspection.language import N_

DAG_ID = "publish_bulletin"


class NotSignedIn(HTTPException):
    """The request carries no token that Airflow accepts."""


async def reader(request: Request) -> None:
    """Let the request pass when its user may see Airflow's website and the bulletins' DAG.

    Raises NotSignedIn without a valid token, HTTPException 403 for a user without the right.
    """
    # imported here: schedulers and workers load the plugin too, and need none of this
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagDetails
    from airflow.api_fastapi.core_api.security import bearer_scheme, get_user

    try:
        user = await get_user(request, None, await bearer_scheme(request))
    except HTTPException as refusal:  # 401 without or with an expired token, 403 for one that is not valid
        raise NotSignedIn(401, str(refusal.detail)) from refusal
    manager = get_auth_manager()
    if not (
        manager.is_authorized_view(access_view=AccessView.WEBSITE, user=user)
        and manager.is_authorized_dag(method="GET", details=DagDetails(id=DAG_ID), user=user)
    ):
        raise HTTPException(403, N_("This user may not see bulletins"))
    request.state.bulletins_user = user
    fields = {field.name for field in request.scope["route"].dependant.query_params}
    asked = request.path_params.get("jurisdiction_id")
    if "jurisdiction" in fields:
        asked = chosen(request.query_params.get("jurisdiction", ""))
    if asked in names() and not may_see(request, asked):
        raise HTTPException(403, N_("This user may not see bulletins"))


def may_see(request: Request, office: str) -> bool:
    """Whether the request's user is one of an office's people; everybody is where its file names none."""
    return load(office).may(request.state.bulletins_user.get_name(), "see")


def may_sign(request: Request) -> bool:
    """Whether the request's user may answer the approval of a draft, as Airflow asks when it is answered."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails

    return get_auth_manager().is_authorized_dag(
        method="PUT",
        access_entity=DagAccessEntity.HITL_DETAIL,
        details=DagDetails(id=DAG_ID),
        user=request.state.bulletins_user,
    )


def login_address(request: Request) -> str:
    """Airflow's login page, which leads back to the page that was asked for: by its path, whatever host was named."""
    from airflow.api_fastapi.app import get_auth_manager

    # two slashes would name a host
    path = "/" + request.url.path.lstrip("/\\") + (f"?{request.url.query}" if request.url.query else "")
    return get_auth_manager().get_url_login(next_url=path)
