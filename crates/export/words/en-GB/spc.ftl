### The page of control charts
