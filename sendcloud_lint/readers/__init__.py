"""From a text to a tree of settings or to a program, with positions. One module a grammar; none of them raises."""
