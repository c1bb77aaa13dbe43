"""Figures for programs and people: JSON, the explanation of each figure, the points of the chart."""
