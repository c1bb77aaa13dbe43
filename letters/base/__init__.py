"""What every other room may use: errors, money, dates, the bundled folders."""
