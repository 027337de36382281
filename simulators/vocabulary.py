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

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# What can be told of people in a row: for each attribute its values.
PROFILES = {
    "name": PEOPLE,
    "colour": ("red", "blue", "green", "white", "yellow", "brown", "grey"),
    "pet": ("cat", "dog", "parrot", "rabbit", "goldfish", "horse", "zebra"),
    "drink": ("tea", "coffee", "milk", "juice", "water", "cocoa", "lemonade"),
    "job": ("baker", "doctor", "teacher", "painter", "tailor", "gardener", "pilot"),
    "instrument": ("flute", "piano", "violin", "drum", "guitar", "harp", "trumpet"),
}

# Groups of which someone may be a member or not, in the plural.
GROUPS = (
    "artists", "bakers", "campers", "chess players", "climbers", "cooks", "cyclists", "dancers", "drummers", "farmers",
    "fencers", "gardeners", "hikers", "jugglers", "lawyers", "nurses", "pilots", "poets", "rowers", "runners",
    "sailors", "singers", "skaters", "students", "surfers", "swimmers", "tailors", "teachers", "vegetarians", "writers",
)  # fmt: skip

# What may be true of a person: adjectives, and verbs that take another person and an "s".
ADJECTIVES = (
    "brave",
    "cheerful",
    "clever",
    "friendly",
    "generous",
    "happy",
    "hungry",
    "patient",
    "quiet",
    "tall",
    "tired",
)
VERBS = ("admire", "follow", "greet", "help", "invite", "know", "like", "remember", "thank", "trust", "visit")

# What lasts for a while.
EVENTS = (
    "auction", "ball", "banquet", "carnival", "concert", "debate", "exhibition", "fair", "festival", "flood", "harvest",
    "lecture", "meeting", "parade", "play", "race", "regatta", "siege", "storm", "strike", "tournament", "trial",
    "voyage",
)  # fmt: skip

# What a rule may be about, and conditions with their opposites.
ACTIONS = (
    "bring a dog", "camp overnight", "feed the ducks", "light a fire", "park a car", "pay a deposit", "pick flowers",
    "play music", "ride a bicycle", "sign the guest book", "swim in the lake", "take photographs", "wear a helmet",
)  # fmt: skip
CONDITIONS = (
    ("carries a lamp", "carries no lamp"), ("comes by boat", "does not come by boat"),
    ("comes in a group", "does not come in a group"), ("has a season ticket", "has no season ticket"),
    ("has booked ahead", "has not booked ahead"), ("is a club member", "is not a club member"),
    ("is on duty", "is not on duty"), ("is over sixty", "is not over sixty"),
    ("is under twelve", "is not under twelve"),
    ("lives in the town", "does not live in the town"), ("speaks Welsh", "does not speak Welsh"),
    ("wears a badge", "wears no badge"),
)  # fmt: skip
TITLES = ("a steward", "a guest of honour", "a resident", "a trusted visitor", "an official", "an apprentice")
