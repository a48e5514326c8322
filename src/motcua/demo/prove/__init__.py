"""The proof: dossiers filed over HTTP while processes are killed, and counted again."""
