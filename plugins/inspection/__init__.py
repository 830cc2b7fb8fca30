"""The inspection of government websites and new-media accounts (政府网站与政务新媒体检查)."""
