"""The language of conditions: read, compiled, told in words, never executed as code."""
