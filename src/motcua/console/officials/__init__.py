"""Officials: who works here, as what, since when; accounts and second factors."""
