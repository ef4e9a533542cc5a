"""Writers of files: Word, Excel, and the pictures in them."""
