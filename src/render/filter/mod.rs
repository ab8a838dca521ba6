//! Zola's template filters, one file each (checklist FL-1).
