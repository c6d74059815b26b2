"""Blocks of the pages: functions of a warehouse and a segmentation that return HTML, a module for each idea."""
