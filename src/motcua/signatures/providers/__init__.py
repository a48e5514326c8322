"""Where keys live and who issues certificates: one file per provider."""
