"""Filing for another: asked, consented to by a code, ended from one's page or by code."""
