"""The one door: drafts, dossiers and every act upon them."""
