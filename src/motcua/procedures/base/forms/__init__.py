"""The form of a procedure: its questions, how answers are judged, shown and printed."""
