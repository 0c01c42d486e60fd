// `npm run build`: installs if needed and builds if sources are newer than dist/.
const { build, install } = require('./prepare');

install();
build();
