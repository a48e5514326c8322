"""What every room stands on: clock, calendar, text, codes, money, audit, events, files, errors."""
