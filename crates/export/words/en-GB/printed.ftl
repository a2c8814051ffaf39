### The page of tables and statements as printed
