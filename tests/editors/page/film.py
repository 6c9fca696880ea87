"""Makes a film of the pictures that the tests keep: python3 film.py SHOTS/film day.webp

Each picture's name ends with how long it is seen, in milliseconds. Needs Pillow.
"""

import pathlib
import sys

from PIL import Image

pictures = sorted(pathlib.Path(sys.argv[1]).glob("*.png"))
frames = [Image.open(picture).convert("RGB") for picture in pictures]
durations = [int(picture.stem.rsplit("-", 1)[1]) for picture in pictures]
frames[0].save(sys.argv[2], save_all=True, append_images=frames[1:], duration=durations, loop=0, lossless=False, quality=70, method=6)
print(f"{sys.argv[2]}: {len(frames)} pictures, {sum(durations) / 1000} s, {pathlib.Path(sys.argv[2]).stat().st_size} bytes")
