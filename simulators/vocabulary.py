"""Words that families share: people, things and months, as data that every family may draw from."""

PEOPLE = (
    "Ada", "Amir", "Bo", "Carla", "Chidi", "Dana", "Elif", "Farah", "Goran", "Hana", "Ines", "Ivan", "Jamal", "Kenji",
    "Lena", "Luca", "Mara", "Mei", "Nadia", "Noor", "Olga", "Omar", "Pia", "Quinn", "Rosa", "Sami", "Tariq", "Uma",
    "Vera", "Wen", "Yara", "Zoe",
)  # fmt: skip

# Things one can count, singular and plural.
THINGS = (
    ("apple", "apples"), ("book", "books"), ("box", "boxes"), ("button", "buttons"), ("card", "cards"),
    ("coin", "coins"), ("egg", "eggs"), ("key", "keys"), ("marble", "marbles"), ("pear", "pears"),
    ("pen", "pens"), ("shell", "shells"), ("stamp", "stamps"), ("ticket", "tickets"),
)  # fmt: skip

# Things that hold others.
CONTAINERS = (
    "bag", "basket", "bin", "bucket", "case", "chest", "crate", "drawer", "jar", "pot", "sack", "tin", "trunk", "urn",
)  # fmt: skip

# Places in a town or near it.
PLACES = (
    "bakery", "bridge", "castle", "church", "farm", "harbour", "inn", "lake", "library", "mill", "museum", "park",
    "school", "station", "tower", "well",
)  # fmt: skip

# What one can learn or do in a course.
COURSES = (
    "art", "biology", "chemistry", "chess", "dance", "drama", "French", "geography", "history", "Latin", "music",
    "physics", "pottery", "Spanish", "swimming",
)  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
