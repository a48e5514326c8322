"""What every room stands on: clock, calendar, text, codes, money, transitions, audit, events, files, errors."""
