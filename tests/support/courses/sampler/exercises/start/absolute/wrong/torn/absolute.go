package absolute
