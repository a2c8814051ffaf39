### Workbooks, Markdown and PDF
