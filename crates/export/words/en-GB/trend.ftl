### The page of rates over time
