### The page of the state of the data
