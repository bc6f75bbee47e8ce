"""In whose name changes are recorded before anybody says otherwise."""

import getpass

from vinhloc_cds.texts import text


def system_user() -> str:
    """The name under which the system knows the user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # which of them depends on Python and system
        return text("service.unknown_user")
