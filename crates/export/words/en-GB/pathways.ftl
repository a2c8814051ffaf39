### The pages of care pathways
