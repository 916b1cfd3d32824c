import type { Messages } from "../en/index.ts";

export const profiles: Messages["profiles"] = {
  blank: { title: "빈 머신", summary: "SSH만 있는 작은 리눅스 머신." },
  "small-web-server": {
    title: "작은 웹 서버",
    summary: "nginx로 웹사이트를 보여 줍니다. 방문자가 많지 않을 때 알맞습니다.",
  },
  "web-with-database": {
    title: "데이터베이스가 있는 웹 서버",
    summary: "웹 서버와, 따로 둔 디스크의 PostgreSQL 데이터베이스.",
  },
  "python-data-work": { title: "파이썬 데이터 작업", summary: "컴파일러가 있는 파이썬과 데이터를 둘 자리." },
  "course-machine": { title: "수업용 머신", summary: "학생 한 명을 위한 편집기, Git, 컴파일러." },
  "java-service": { title: "자바 서비스", summary: "포트 하나로 자바 프로그램을 돌립니다." },
  "dotnet-service": { title: "닷넷 서비스", summary: "포트 하나로 닷넷 프로그램을 돌립니다." },
  "php-site": { title: "PHP 사이트", summary: "콘텐츠 관리 시스템과 게시판을 위한 nginx와 PHP." },
  "nodejs-app": { title: "Node.js 애플리케이션", summary: "포트 하나로 Node.js 프로그램을 돌립니다." },
  "docker-host": { title: "도커 호스트", summary: "컨테이너를 돌리며, 이미지를 둘 디스크가 있습니다." },
};
