//! The templates every site has without writing them (checklist THM-4, THM-5).
