### What stands within charts: legends, notes and heads of their tables
