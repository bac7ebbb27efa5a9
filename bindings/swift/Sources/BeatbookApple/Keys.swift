import Beatbook
