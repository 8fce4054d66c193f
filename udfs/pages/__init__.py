"""The values of the pages 操作台, 实时看板 and 一张图."""
