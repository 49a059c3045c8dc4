"""The look: components, styles, elements and layouts. It decides appearance; knows no domain."""
