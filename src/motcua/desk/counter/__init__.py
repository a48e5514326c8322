"""The counter: who waits, who is called, and filing for somebody on one page."""
