-- That an AI writes, as users are told: below a companion's message, or in a line of the app's before it.

INSERT INTO disclosure_texts (language, version, body) VALUES
  ('en', '1', 'You are talking with an AI, not with a human.'),
  ('es', '1', 'Estás hablando con una IA, no con un ser humano.'),
  ('pt', '1', 'Quem fala com você aqui é uma IA, não um ser humano.'),
  ('de', '1', 'Du sprichst hier mit einer KI, nicht mit einem Menschen.'),
  ('fr', '1', 'Tu parles avec une IA, pas avec un être humain.'),
  ('ja', '1', 'この会話の相手はAIで、人間ではありません。'),
  ('ko', '1', '지금 대화하는 상대는 사람이 아니라 AI예요.'),
  ('zh', '1', '和你聊天的是人工智能（AI），不是真人。'),
  ('hi', '1', 'तुम्हारी बातचीत एक AI से हो रही है, किसी इंसान से नहीं।'),
  ('id', '1', 'Kamu sedang mengobrol dengan AI, bukan dengan manusia.');
