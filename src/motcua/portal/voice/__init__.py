"""Rating, feedback and help for citizens."""
