### The pages of deaths looked into one by one
