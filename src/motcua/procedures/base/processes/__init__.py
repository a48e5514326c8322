"""The process of a procedure: its steps and moves, drawn, told and exported."""
