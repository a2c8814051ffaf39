### The first page
