"""First names that are in common use: a slip of the pen seldom makes one of them of another."""

# Those most often given in the United States in the last ninety years, and what they are called
# for short is in ``nicknames``.
_NAMES = """
aaron abby abigail adam addison adrian agnes aidan aileen alan albert alberto alec alejandro
alex alexander alexandra alexis alfred alice alicia alison allan allen allison alma alvin alyssa
amanda amber amelia amy ana andre andrea andrew andy angel angela angelica angelina anita ann anna
anne annette annie anthony antonio april ariana ariel arlene arnold arthur ashley audrey austin
autumn ava barbara barry beatrice becky ben benjamin bernard bernice bertha beth bethany betty
beverly bill billy blake bob bobby bonnie brad bradley brady brandi brandon brandy brayden breanna
brenda brent brett brian briana brianna brittany brooke bruce bryan bryce caitlin caleb calvin
cameron camila carl carla carlos carmen carol carole caroline carolyn carrie carter casey cassandra
catherine cathy cecilia chad charlene charles charlie charlotte chase chelsea cheryl chester chloe
chris christian christina christine christopher christy cindy claire clara clarence claudia clayton
clifford clinton clyde cody colin colleen connie connor constance corey courtney craig cristina
crystal curtis cynthia daisy dale dan dana daniel danielle danny darlene darrell darren darryl dave
david dawn dean deanna debbie deborah debra della denise dennis derek derrick destiny devin diana
diane dianne dillon dolores dominic don donald donna doris dorothy doug douglas duane dustin dylan
earl eddie edgar edith edna eduardo edward edwin eileen elaine eleanor elena eli elijah elizabeth
ella ellen ellie elsie emily emma eric erica erik erika erin ernest esther ethan ethel eugene eva
evan evelyn faith faye felicia fernando florence frances francis francisco frank franklin fred
frederick gabriel gabriela gabrielle gail garrett gary gavin gene george gerald geraldine gilbert
gina glenda glen glenn gloria gordon grace graham greg gregory guy gwendolyn hailey haley hannah
harold harriet harry harvey hazel heather hector heidi helen henry herbert holly howard hunter ian
ida ignacio irene iris irma isaac isabel isabella isaiah ivan jack jackie jackson jacob jacqueline
jade jaime jake james jamie jan jane janet janice jared jasmine jason javier jay jean jeanette
jeanne jeff jeffery jeffrey jenna jennifer jenny jeremiah jeremy jerome jerry jesse jessica jessie
jesus jill jim jimmy jo joan joann joanna joanne jocelyn jodi joe joel john johnny jon jonathan
jordan jorge jose joseph josephine joshua joy joyce juan juanita judith judy julia julian juliana
julie june justin kaitlyn kara karen karl karla kate katelyn katherine kathleen kathryn kathy katie
katrina kay kayla keith kelly kelsey ken kendra kenneth kent kerry kevin kim kimberly kirk kristen
kristin kristina kurt kyle lance larry laura lauren laurie lawrence leah lee leo leon leonard leroy
leslie lester lewis liam lillian lily linda lindsay lindsey lisa lloyd logan lois lonnie lorena
loretta lori lorraine louis louise lucas lucille lucy luis luke lydia lynn mabel mackenzie madeline
madison marc marcia marcus margaret maria mariah marian marie marilyn mario marion marissa marjorie
mark marlene marsha marshall martha martin marvin mary mason matt matthew maureen maurice
max maxine maya megan melanie melinda melissa melvin mercedes michael michele michelle
miguel mike mildred milton mindy miranda misty mitchell molly monica monique morgan nancy naomi
natalie natasha nathan nathaniel neil nellie nelson nicholas nick nicole nina noah nora norma
norman olivia omar oscar owen paige pamela parker pat patricia patrick patsy paul paula pauline
pearl pedro peggy penny perry peter philip phillip phyllis preston rachel ralph ramon randall randy
raul ray raymond rebecca regina renee rhonda ricardo richard rick ricky riley rita rob robert
roberta roberto robin rodney roger roland ron ronald ronnie rosa rose rosemary ross roy ruby rudy
russell ruth ryan sabrina salvador sam samantha samuel sandra sandy sara sarah savannah scott sean
sergio seth shane shannon sharon shaun shawn sheila shelby shelley sheri sherri sherry shirley
sierra silvia sonia sonya sophia spencer stacey stacy stanley stella stephanie stephen steve steven
stuart sue summer susan suzanne sydney sylvia tamara tammy tanner tanya tara taylor ted teresa terri
terry thelma theodore theresa thomas tiffany tim timothy tina todd tom tommy toni tony tonya tracey
traci tracy travis trevor tricia tristan troy tyler valerie vanessa vera vernon veronica vicki
vickie victor victoria vincent viola violet virginia vivian wade wallace walter wanda warren wayne
wendy wesley whitney willard william willie wilma yolanda yvonne zachary zoe
"""

FIRST_NAMES = frozenset(_NAMES.split())
"""In lower case, without accents."""
