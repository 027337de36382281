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
    "brave", "cheerful", "clever", "friendly", "generous", "happy", "hungry", "patient", "quiet", "tall", "tired",
)  # fmt: skip
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

# Common English words of four to ten letters, for puzzles about letters.
_WORDS = """
acorn actor album alley amber angle ankle apron arrow aspen attic autumn badge bakery balloon bamboo banana banner
barley barrel basin basket battery beacon beaver bedroom beetle bicycle biscuit blanket blossom border bottle
branch breeze bridge bright bronze bucket buffalo butter button cabin cactus camel camera canal candle canvas
captain caravan carpet carrot castle cellar cement cereal chain chalk cherry chestnut chimney cinema circle circus
citrus clover coast cobalt coffee collar comet compass copper coral corner cotton cousin cradle crater crayon
creek cricket crystal curtain cushion daisy dancer desert diamond dinner dolphin donkey dragon drawer driver
eagle early earth easel echo editor elbow elder elephant ember emerald empire engine envelope evening fabric
falcon family farmer feather fence ferry fiddle filter finger flame flavour flight flower flute forest fortune
fossil fountain freckle friend frozen galaxy gallery garage garden garlic gazelle giant ginger giraffe glacier
glass glider globe goblet granite grape gravel guitar hammer hammock harbour harvest hazel helmet herring hockey
hollow honey horizon hunter icicle igloo island ivory jacket jasmine jewel jigsaw jungle kennel kettle kitchen
kitten ladder lagoon lantern laurel lawyer leather legend lemon leopard letter library lizard lobster locket
lumber magnet mallet mango maple marble market meadow melon memory mirror mitten monkey morning mosaic motor
mountain museum mushroom musket mustard napkin narrow nectar needle nephew nickel noodle nutmeg oatmeal ocean
octopus olive onion orange orbit orchard orchid ostrich oyster paddle palace panther papaya paper parade parcel
parrot pastry pasture peanut pebble pelican pencil penguin pepper piano picnic pigeon pillow pirate planet
plaster plateau pocket poem pollen pond porcelain potato prairie prism puddle puffin pumpkin puppet puzzle pyramid
quartz quiver rabbit raccoon radish raft raisin raven ribbon river robin rocket saddle saffron salmon sandal
sapphire satchel saucer scarf school scooter season shadow shelter shovel silver singer sketch sloth smoke snail
sparrow spider spinach spiral spoon spring squirrel stable station statue stone stream student summer sunset
swallow tablet tailor teacher temple thimble thunder tiger timber toast tomato topaz tornado tower tractor
trumpet tulip tunnel turnip turtle twilight umbrella valley vanilla velvet village violet violin volcano voyage
waffle walnut walrus water whale wheat whistle willow window winter wizard wonder yellow zebra zipper
"""
WORDS = tuple(_WORDS.split())
