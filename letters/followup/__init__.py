"""Where a case stands after the first letter and what is due: next step, calendar, log, sent copies, bundle."""
