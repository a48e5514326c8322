"""Documents that officials write upon a dossier: drafts, versions, signing."""
