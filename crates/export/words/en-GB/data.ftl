### The page of files to take away, of methods and of sources
